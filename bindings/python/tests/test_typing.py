"""The stub says what the native module has, and users' code passes the strictest checks."""

import ast
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parents[3]

USED = '''
from typing import Any, Optional, TypedDict, Union
from typing_extensions import assert_type
from fieldveil import Event, FieldveilError, Key, Keyring, Policy, Report, Veil
from fieldveil.types import Status, TokenInfo
import fieldveil

class Order(TypedDict):
    email: str

veil = Veil(Policy.load("policy.yaml"), [Keyring.from_env()], observer=lambda event: print(event["action"]), custom={"up": str.upper})
assert_type(veil.mask(b"{}"), bytes)
assert_type(veil.encrypt(memoryview(b"{}"), context={"tenant": "acme", "row": 7}), bytes)
assert_type(veil.mask("{}", view="support"), str)
record: dict[str, Any] = {}
assert_type(veil.decrypt(record, subject=("maria", "key"), partial=True), dict[str, Any])
assert_type(veil.mask_with_report(record)[1], Report)
order: Order = {"email": "maria@example.org"}
assert_type(veil.encrypt(order), Order)
assert_type(veil.encrypt_many([b"{}"], [{"row": 1}]), list[bytes])
assert_type(veil.mask_many([record], errors="return"), list[Union[dict[str, Any], FieldveilError]])
assert_type(veil.blind_index("card", "4111"), Optional[str])
assert_type(fieldveil.inspect("fv1."), TokenInfo)
assert_type(Keyring.open("ring.json", Key(b"")).status(), Status)

class Vault:
    name = "vault"

    def wrap(self, key: bytes, context: dict[str, str]) -> bytes:
        return key

    def unwrap(self, wrapped: bytes, context: dict[str, str]) -> bytes:
        return wrapped

Keyring.create("ring.json", Vault())
'''

REFUSED = '''
from fieldveil import Keyring, Policy, Veil

veil = Veil("policy.yaml")
Keyring.from_env().encrypt_value("pii", "x")
veil.encrypt({}, existing="maybe")
veil.mask({}, audience="support")
veil.mask_many([{}], errors="ignore")
'''


def check(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module", autouse=True)
def mypy() -> None:
    pytest.importorskip("mypy")


def test_the_stub_says_what_is_there() -> None:
    done = check("mypy.stubtest", "fieldveil._native")
    assert done.returncode == 0, done.stdout


def test_a_class_that_is_inherited_from_makes_its_heirs() -> None:
    """Else pyright, unlike mypy, takes what ``Veil(...)`` makes for the class of the native module."""
    stub = ast.parse((ROOT / "bindings/python/python/fieldveil/_native.pyi").read_text())
    open_ones = [
        node for node in stub.body
        if isinstance(node, ast.ClassDef) and not any(ast.unparse(one) == "final" for one in node.decorator_list)
    ]
    made = [
        ast.unparse(method.returns)
        for node in open_ones
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name == "__new__" and method.returns
    ]
    assert made == ["Self"] * len(open_ones) and made


def test_the_package_and_the_examples_are_strict() -> None:
    for what in (["-p", "fieldveil"], ["examples/python"]):
        done = check("mypy", "--strict", *what)
        assert done.returncode == 0, done.stdout


def test_what_a_user_writes(tmp_path: pathlib.Path) -> None:
    (tmp_path / "used.py").write_text(USED)
    done = check("mypy", "--strict", str(tmp_path / "used.py"))
    assert done.returncode == 0, done.stdout
    (tmp_path / "refused.py").write_text(REFUSED)
    done = check("mypy", "--strict", str(tmp_path / "refused.py"))
    assert set(re.findall(r"refused\.py:(\d+): error:", done.stdout)) == {"4", "5", "6", "7", "8"}, done.stdout
