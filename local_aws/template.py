"""Reads infrastructure/template.yaml, CloudFormation's short tags included."""

from pathlib import Path
from typing import Any

import yaml

from local_aws.virtual_environments import ROOT

TEMPLATE = ROOT / "infrastructure" / "template.yaml"

Resource = dict[str, Any]


class _CloudFormationLoader(yaml.SafeLoader):
    """SafeLoader that reads `!Ref x` as {"Ref": "x"} and `!Sub x` as {"Fn::Sub": "x"}."""


def _short_tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.MappingNode)  # noqa: S101 - the only third kind there is
    return {name: loader.construct_mapping(node, deep=True)}


_CloudFormationLoader.add_multi_constructor("!", _short_tag)


def read_template(path: Path = TEMPLATE) -> dict[str, Any]:
    """The template as plain dictionaries and lists."""
    # A subclass of the safe loader, which builds plain data only.
    template: dict[str, Any] = yaml.load(path.read_text(), Loader=_CloudFormationLoader)  # noqa: S506
    return template


def resources_of_type(template: dict[str, Any], resource_type: str) -> dict[str, Resource]:
    """Logical id -> resource, for every resource of one type."""
    return {name: item for name, item in template["Resources"].items() if item["Type"] == resource_type}
