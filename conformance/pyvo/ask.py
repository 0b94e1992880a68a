"""Asks a TAP service through pyvo, as an astronomer's script would.

Usage: ask.py SERVICE sync|async QUESTIONS.json
The questions are a JSON list of {"id", "adql"}; printed is a JSON object from id to {"columns", "rows"} or {"error"}.
"""
import json
import sys

import numpy
import pyvo


def plain(value):
    """A cell as JSON can hold it."""
    if value is numpy.ma.masked:
        return None
    if isinstance(value, numpy.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.decode()
    return value.item() if hasattr(value, "item") else value


def ask(service, mode, adql):
    result = service.run_sync(adql) if mode == "sync" else service.run_async(adql)
    table = result.to_table()
    return {"columns": table.colnames, "rows": [[plain(cell) for cell in row] for row in table]}


def main(url, mode, questions):
    service = pyvo.dal.TAPService(url)
    answers = {}
    for question in questions:
        try:
            answers[question["id"]] = ask(service, mode, question["adql"])
        except Exception as error:  # what a user would see
            answers[question["id"]] = {"error": f"{type(error).__name__}: {error}"}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    with open(sys.argv[3], encoding="utf-8") as file:
        main(sys.argv[1], sys.argv[2], json.load(file))
