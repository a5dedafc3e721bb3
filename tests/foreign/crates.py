"""The sources of a crate, from the registry through cargo."""

import os
import pathlib
import subprocess
import tempfile


def fetched(name, version):
    """The folder of a crate's sources; `cargo info` downloads the crate without what it depends on."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["cargo", "info", "--quiet", "--registry", "crates-io", f"{name}@{version}"],
                       cwd=folder, stdout=subprocess.DEVNULL, check=True)
    home = pathlib.Path(os.environ.get("CARGO_HOME", pathlib.Path.home() / ".cargo"))
    for folder in home.glob(f"registry/src/*/{name}-{version}"):
        return folder
    raise FileNotFoundError(f"cargo did not unpack {name} {version}")
