"""The examples that a reader copies: they run, and print what they say."""

import contextlib
import doctest
import io
import pathlib
import re

import pytest

import fieldveil

README = pathlib.Path(__file__).parents[1] / "README.md"


@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL))
def test_the_readme_runs(example: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "sqlalchemy" in example:
        pytest.importorskip("sqlalchemy")
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(example, "README.md", "exec"), {})
    assert out.getvalue().splitlines() == re.findall(r"^ *# (.*)$", example, re.MULTILINE)


def test_the_docstrings_run(veil: fieldveil.Veil) -> None:
    assert doctest.testmod(fieldveil).failed == 0
    assert doctest.testmod(fieldveil.veil, extraglobs={"Policy": fieldveil.Policy}).failed == 0
    for verb in (veil.mask, veil.encrypt):
        assert verb.__doc__ is not None
        example = doctest.DocTestParser().get_doctest(verb.__doc__, {"veil": veil}, verb.__name__, None, None)
        assert example.examples and doctest.DocTestRunner().run(example).failed == 0
