"""The records as JSON Schema, for editors that complete and check while one types.

Made from the same classes that validate, so the two cannot disagree about keys. Scalars are text
in our YAML, whatever they look like, so a schema lets numbers and booleans be written bare.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from handouts.content.folder import FOLDERS, LISTS, SINGLES
from handouts.content.model import Record, Series, Syndrome, syndrome_type

DRAFT = "http://json-schema.org/draft-07/schema#"


def schemas(series: Series) -> Iterator[tuple[str, str]]:
    """The name of each collection with its schema (draft 7) as JSON text."""
    for name, model in {**LISTS, **FOLDERS, **SINGLES}.items():
        kind = syndrome_type(series) if model is Syndrome else model
        yield name, json.dumps(_schema(name, kind), indent=1, ensure_ascii=False) + "\n"


def _schema(name: str, model: type[Record]) -> dict[str, Any]:
    made = _eased(model.model_json_schema(by_alias=True))
    definitions = made.pop("$defs", {})
    record = {"$ref": f"#/definitions/{name}"}
    shape: dict[str, Any] = record
    if name in LISTS:  # a list of records, or a file of its own with one of them
        shape = {"anyOf": [{"type": "array", "items": record}, record]}
    return {"$schema": DRAFT, "title": name, **shape, "definitions": {**definitions, name: made}}


def _eased(node: Any) -> Any:
    """A schema that takes scalars as YAML may read them: 2024 and yes are text as well."""
    if isinstance(node, list):
        return [_eased(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    eased = {key: _eased(value) for key, value in node.items() if key not in ("default", "format")}
    match eased.get("type"):
        case "string" if "enum" not in eased and "const" not in eased:
            eased["type"] = ["string", "number", "boolean"]
        case "boolean":
            eased = {"enum": [True, False, "yes", "no"]}
        case "integer" | "number":
            eased["type"] = [eased["type"], "string"]
    if "$ref" in eased:
        eased["$ref"] = str(eased["$ref"]).replace("#/$defs/", "#/definitions/")
    return eased
