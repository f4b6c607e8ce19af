"""Checking what a model passes to a tool against the tool's own JSON schema, before anything is done with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Tree = Mapping[str, Any]

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
}


def problems(value: Any, schema: Tree, where: str = "input") -> list[str]:
    """Each way in which a value breaks its schema; the part of JSON Schema that our tools use.

    >>> problems({"days": 3}, {"type": "object", "properties": {"day": {"type": "string"}}, "required": ["day"]})
    ['input: day is missing', 'input: there is no days']
    """
    return list(_problems(value, schema, where))


def _problems(value: Any, schema: Tree, where: str) -> Iterator[str]:
    allowed = _allowed(schema)
    if not any(_is(value, name) for name in allowed):
        yield f"{where} must be {' or '.join(allowed)}"
    elif isinstance(value, dict):
        yield from _object(value, schema, where)
    elif isinstance(value, list):
        yield from _array(value, schema, where)
    elif isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        yield f"{where} can have at most {schema['maxLength']} characters"
    elif "enum" in schema and value is not None and value not in schema["enum"]:
        yield f"{where} must be one of {', '.join(schema['enum'])}"


def _allowed(schema: Tree) -> list[str]:
    given = schema["type"]
    return [given] if isinstance(given, str) else list(given)


def _is(value: Any, name: str) -> bool:
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, _TYPES[name])


def _object(value: dict[str, Any], schema: Tree, where: str) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{where}: {name} is missing"
    for name, item in value.items():
        if name in known:
            yield from _problems(item, known[name], f"{where}.{name}")
        else:
            yield f"{where}: there is no {str(name)[:60]}"


def _array(value: list[Any], schema: Tree, where: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{where} must have {schema.get('minItems', 0)} to {schema.get('maxItems', 'any number of')} entries"
        return
    for i, item in enumerate(value):
        yield from _problems(item, schema["items"], f"{where}.{i}")
