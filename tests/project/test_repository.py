"""Promises about the repository itself. A rule worth writing down is worth a test."""

import re
import subprocess
from pathlib import Path

import pytest

from local_aws.virtual_environments import ROOT

# Names that say nothing about their subject, so that everything ends up in them.
GRAB_BAGS = {"base_utils", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
LOCK_FILES = sorted((ROOT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"https?://|git\+|file:|--index-url|--extra-index-url|--find-links|^\s*-[if]\s", re.MULTILINE)
# Somebody's home or checkout. Put together, so that this file does not find itself.
MACHINE_PATH = re.compile("|".join((r"/ho" r"me/\w+", r"/Us" r"ers/\w+", r"/ro" r"ot/", r"(?<![\w./-])/wo" r"rk/")))


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""  # a picture or a font holds no promise of ours


TRACKED = tracked_files()
MODULES = [path for path in TRACKED if path.suffix == ".py"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md"])
def test_a_page_for_people_exists(name):
    assert (ROOT / name).is_file()


def test_decisions_are_recorded():
    assert list((ROOT / "docs" / "decisions").glob("0001-*.md"))


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.name)
def test_a_lock_file_names_no_address(path):
    assert not ADDRESS.search(path.read_text())


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.name)
def test_every_package_of_a_lock_file_has_hashes(path):
    requirements = re.sub(r"\\\n\s*", " ", path.read_text()).splitlines()

    assert [line for line in requirements if "==" in line and "--hash=sha256:" not in line] == []


def test_what_ships_is_part_of_what_is_tested():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.\[\]-]+==\S+", (ROOT / "requirements" / name).read_text(), re.MULTILINE))

    assert pins("lambda.txt") <= pins("dev.txt")


def test_every_dependency_says_why_it_is_here():
    for path in (ROOT / "requirements").glob("*.in"):
        lines = [line for line in path.read_text().splitlines() if line and not line.startswith(("#", "-"))]
        assert [line for line in lines if "  # " not in line] == []


def test_no_module_is_a_grab_bag():
    names = {path.stem for path in MODULES} | {part for path in MODULES for part in path.relative_to(ROOT).parts[:-1]}

    assert names & GRAB_BAGS == set()


def test_no_file_knows_somebodys_machine():
    assert [path.relative_to(ROOT) for path in TRACKED if MACHINE_PATH.search(text_of(path))] == []


def test_the_development_package_is_imported_by_no_code_that_ships():
    importing = re.compile(r"^\s*(from|import) local_aws\b", re.MULTILINE)
    shipped = [path for path in MODULES if path.relative_to(ROOT).parts[0] not in {"benchmarks", "local_aws", "tests"}]

    assert [path.relative_to(ROOT) for path in shipped if importing.search(path.read_text())] == []
