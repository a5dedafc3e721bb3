"""The first example of the README, in an environment that has this package and nothing else: `python first_example.py`."""

import contextlib
import io
import os
import pathlib
import re
import shutil
import tempfile

README = pathlib.Path(__file__).parents[1] / "README.md"


def main() -> None:
    found = re.search(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None
    out = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with contextlib.redirect_stdout(out):
            exec(compile(found[1], "README.md", "exec"), {})
        os.chdir("/")
    expected = re.findall(r"^ *# (.*)$", found[1], re.MULTILINE)
    assert out.getvalue().splitlines() == expected, out.getvalue()
    import fieldveil

    print(f"{fieldveil.__file__}, cargo: {shutil.which('cargo')}")
    print("1 passed, 0 failed, 0 skipped")


if __name__ == "__main__":
    main()
