"""Checks each language's public API against `manifest.json`: `python tests/parity/check.py LANGUAGE [AGENT…]`.

Python is asked by importing it, Node by a few lines of JavaScript, Rust, Kotlin and Swift by reading their sources.
What a language does not offer on purpose stands under `gaps`, with its reason; anything else that is missing fails.
"""

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = json.loads((ROOT / "tests/parity/manifest.json").read_text())
SOURCES = {
    "rust": ("core/src", "*.rs", r"pub (?:const )?fn {name}\b"),
    "kotlin": ("bindings/mobile/kotlin/src/main", "*.kt", r"\b(?:fun|val) (?:<\w+> )?(?:\w+\.)?{name}\b"),
    "swift": ("bindings/mobile/swift/Sources/Fieldveil", "*.swift", r"\b(?:func|var|let) {name}\b"),
}


def camel(name):
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def pascal(code):
    return "".join(word.capitalize() for word in code.split("_"))


def checks(language):
    """A name, and whether it is there."""
    ask = {"python": python, "node": node}.get(language, sources)
    yield from ask(language)


def python(_):
    import fieldveil

    for operation in MANIFEST["operations"]:
        owner = getattr(fieldveil, operation["on"], None) if operation["on"] else fieldveil
        member = getattr(owner, operation["name"], None)
        yield title(operation), member is not None
        for option in operation.get("options", []):
            yield f"{title(operation)}({option}=)", member is not None and takes(member, option)
    for code in MANIFEST["errors"]:
        found = [error for error in vars(fieldveil.errors).values() if getattr(error, "code", None) == code]
        yield f"error {code}", any(issubclass(error, fieldveil.FieldveilError) for error in found)


def takes(member, option):
    try:
        parameters = inspect.signature(member).parameters
    except ValueError:
        return option in (member.__text_signature__ or "")
    return option in parameters or any(p.kind is p.VAR_KEYWORD for p in parameters.values())


def node(_):
    wanted = [[operation["on"], camel(operation["name"]), operation.get("kind")] for operation in MANIFEST["operations"]]
    script = """
      import * as fieldveil from "fieldveil";
      const [wanted, codes] = JSON.parse(process.argv.at(-1));
      const has = ([on, name, kind]) => on === null ? name in fieldveil
        : on in fieldveil && name in (kind === "static" ? fieldveil[on] : fieldveil[on].prototype);
      const errors = Object.values(fieldveil).filter((it) => it?.prototype instanceof fieldveil.FieldveilError);
      const known = new Set(errors.map((it) => it.code ?? new it("").code));
      console.log(JSON.stringify([wanted.map(has), codes.map((code) => known.has(code))]));
    """
    command = ["node", "--input-type=module", "-e", script, "--", json.dumps([wanted, MANIFEST["errors"]])]
    done = subprocess.run(command, cwd=Path(sys.argv[2]).parent, check=True, capture_output=True)
    operations, codes = json.loads(done.stdout)
    for operation, there in zip(MANIFEST["operations"], operations, strict=True):
        yield title(operation), there
    for code, there in zip(MANIFEST["errors"], codes, strict=True):
        yield f"error {code}", there


def sources(language):
    folder, pattern, declaration = SOURCES[language]
    text = "\n".join(file.read_text() for file in sorted((ROOT / folder).rglob(pattern)))
    for operation in MANIFEST["operations"]:
        name = operation["name"] if language == "rust" else camel(operation["name"])
        yield title(operation), re.search(declaration.format(name=name), text) is not None
    for code in MANIFEST["errors"]:
        name = pascal(code) if language == "kotlin" else camel(code)
        yield f"error {code}", code in text or name in text
    member = {"rust": "pub", "kotlin": "val", "swift": "let"}[language]
    for shape in ("report", "redacted", "inspect"):
        for field in MANIFEST[shape]:
            name = field if language == "rust" else camel(field)
            yield f"{shape} {field}", re.search(rf"{member} `?{name}`?:", text) is not None


def title(operation):
    return f"{operation['on']}.{operation['name']}" if operation["on"] else operation["name"]


def main():
    language = sys.argv[1]
    gaps = MANIFEST["gaps"].get(language, {})
    passed, missing, stale, skipped = 0, [], [], 0
    for name, there in checks(language):
        reason = gaps.get(name.partition("(")[0], gaps.get(name))
        if there:
            passed += 1
            stale += [name] if name in gaps else []
        elif reason:
            skipped += 1
            print(f"gap: {name}: {reason}")
        else:
            missing.append(name)
    print(*(f"FAILED {language} has no {name}" for name in missing), sep="\n")
    print(*(f"FAILED {language} has {name} after all: take it out of `gaps`" for name in stale), sep="\n")
    print(f"\n{passed} passed, {len(missing) + len(stale)} failed, {skipped} skipped")
    return 1 if missing or stale else 0


if __name__ == "__main__":
    sys.exit(main())
