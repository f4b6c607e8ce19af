"""A page's HTML as a test reads it: elements with attributes and text, and what every page must keep to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_REFERENCES = ("for", "aria-describedby", "aria-labelledby", "list")


@dataclass
class Element:
    """One element; ``text`` is all text within it, runs of white space as one space."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]


class Html(HTMLParser):
    """A parsed page or fragment."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open[-1] if self._open else None)
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)

    def all(self, hook: str) -> list[Element]:
        """The elements with this data-test."""
        return [element for element in self.elements if element.attributes.get("data-test") == hook]

    def one(self, hook: str) -> Element:
        """The only element with this data-test."""
        (found,) = self.all(hook)
        return found

    def tags(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def fields(self, *, within: str = "") -> dict[str, str]:
        """What the browser would send of the page's only form, or of the one whose action ends so.

        Buttons are left out; of checkboxes only the checked.
        """
        forms = [f for f in self.tags("form") if f.attributes.get("method") == "post"]
        forms = (
            [f for f in forms if f.attributes.get("action", "").endswith(within)]
            if within
            else _without_sign_out(forms)
        )
        (form,) = forms
        found: dict[str, str] = {}
        for element in self.elements:
            if _is_within(element, form):
                found |= _sent(element, self.elements)
        return found

    def faults(self) -> list[str]:
        """What no page of ours may hold or lack."""
        found = [f"inline script in {e.tag}" for e in self.tags("script") if "src" not in e.attributes]
        found += ["style element" for _ in self.tags("style")]
        ids = Counter(e["id"] for e in self.elements if "id" in e.attributes)
        found += [f"id {name} {count} times" for name, count in ids.items() if count > 1]
        for element in self.elements:
            found += _faults_of(element, set(ids))
        return found


def _without_sign_out(forms: list[Element]) -> list[Element]:
    return [form for form in forms if not form.attributes.get("action", "").endswith("sign-out/")]


def _is_within(element: Element, ancestor: Element) -> bool:
    parent = element.parent
    while parent is not None:
        if parent is ancestor:
            return True
        parent = parent.parent
    return False


def _sent(element: Element, elements: list[Element]) -> dict[str, str]:
    name, attributes = element.attributes.get("name"), element.attributes
    if not name or "disabled" in attributes:
        return {}
    if element.tag == "textarea":
        return {name: "".join(element.pieces).removeprefix("\n")}
    if element.tag == "select":
        options = [e for e in elements if e.tag == "option" and _is_within(e, element)]
        chosen = [e for e in options if "selected" in e.attributes] or options[:1]
        return {name: chosen[0]["value"]} if chosen else {}
    if element.tag != "input":
        return {}
    if attributes.get("type") == "checkbox":
        return {name: attributes.get("value", "on")} if "checked" in attributes else {}
    return {name: attributes.get("value", "")}


def _faults_of(element: Element, ids: set[str]) -> list[str]:
    found = []
    for name, value in element.attributes.items():
        if name == "style" or name.startswith(("on", "hx-on")):
            found.append(f"{name} attribute on {element.tag}")
        if name in {"src", "href", "action", "formaction"} and "//" in value:
            found.append(f"{name} leads elsewhere: {value}")
        if name in _REFERENCES:
            found += [f"{name} names no id: {i}" for i in value.split() if i not in ids]
    is_typed_into = element.tag in {"input", "select", "textarea"} and element.attributes.get("type") != "hidden"
    if is_typed_into and "id" not in element.attributes:
        found.append(f"{element.tag} {element.attributes.get('name')} without an id, so without a label")
    return found
