import fcntl

import pytest

from local_aws.clean import MADE_BY_MAKE, clean


def test_what_make_made_is_removed_and_the_rest_stays(tmp_path):
    for name in (*MADE_BY_MAKE, "invoices/__pycache__"):
        (tmp_path / name).mkdir(parents=True)
    source = tmp_path / "invoices" / "actions.py"
    source.touch()

    clean(tmp_path)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [source]
    assert [path.name for path in tmp_path.iterdir()] == ["invoices"]


def test_nothing_is_removed_under_a_running_site(tmp_path):
    (tmp_path / ".local").mkdir()
    lock_file = tmp_path / ".local" / "run.lock"
    with lock_file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(BlockingIOError):
            clean(tmp_path)

    assert lock_file.exists()


def test_cleaning_twice_is_the_same_as_once(tmp_path):
    clean(tmp_path)
    clean(tmp_path)
