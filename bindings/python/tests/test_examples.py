"""The stories run as they stand, and say what they promise."""

import pathlib
import subprocess
import sys

import pytest

STORIES = pathlib.Path(__file__).parents[3] / "examples" / "python"


def tell(story: str, tmp_path: pathlib.Path) -> str:
    command = [sys.executable, "-W", "error", str(STORIES / f"{story}.py")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_masked_logs(tmp_path: pathlib.Path) -> None:
    told = tell("masked_logs", tmp_path)
    assert "m***@example.org" in told and "no such card: [card]" in told
    assert not any(secret in told for secret in ("maria@", "hunter2", "10042", "4111"))


def test_encrypted_table(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("sqlalchemy")
    told = tell("encrypted_table", tmp_path)
    assert "found:  1 maria@example.org" in told and told.count("stored: fv1.") == 2


def test_key_rotation(tmp_path: pathlib.Path) -> None:
    assert tell("key_rotation", tmp_path).splitlines() == [
        "before: True",
        "early:  key_not_usable",
        "after:  True",
        "sets:   ['destroyed', 'primary']",
    ]


def test_erase_customer(tmp_path: pathlib.Path) -> None:
    assert tell("erase_customer", tmp_path).splitlines() == [
        "others:  ['c-1@example.org', 'c-3@example.org']",
        "erased:  unknown_key",
        "support: [REDACTED]",
    ]


def test_support_view(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("fastapi")
    pytest.importorskip("httpx2")
    assert tell("support_view", tmp_path).splitlines() == [
        "token-of-lee: a***@example.org, **** **** **** 1111",
        "token-of-kim: ada@example.org, **** **** **** 1111",
        "token-of-bot: [REDACTED], [REDACTED]",
        "token-of-old: [REDACTED], [REDACTED]",
    ]


def test_every_story_is_told() -> None:
    told = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert {story.stem for story in STORIES.glob("*.py")} <= told
