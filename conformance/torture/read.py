"""Reads results with independent Python readers and prints their columns as JSON.

Usage: read.py READER=FILE ...; for pyvo, FILE is the address of the service, a blank and the query. Printed is an object from
READER=FILE to {"columns": [{"name", "values"}], "warnings"} or {"error"}. Numbers are texts, so that all their digits arrive; NULL is null.
"""

import csv
import html.parser
import json
import sys
import traceback
import warnings

import numpy


def plain(value, hidden=False):
    """A cell as JSON can hold it, arrays flat."""
    if hidden or value is numpy.ma.masked or value is None:
        return None
    if isinstance(value, numpy.ma.MaskedArray):
        return [plain(*cell) for cell in zip(value.data.flat, numpy.ma.getmaskarray(value).flat)]
    if isinstance(value, numpy.ndarray):
        return [plain(item) for item in value.flat]
    if isinstance(value, (list, tuple)):
        return [one for item in value for one in (plain(item) if isinstance(item, list) else [plain(item)])]
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, (bool, numpy.bool_)):
        return bool(value)
    if isinstance(value, (int, numpy.integer)):
        return str(int(value))
    if isinstance(value, (float, numpy.floating)):
        return repr(float(value))
    return str(value)


def of_table(table):
    return [{"name": name, "values": [plain(value) for value in table[name]]} for name in table.colnames]


def of_rows(names, rows):
    return [{"name": name, "values": [plain(row[index]) for row in rows]} for index, name in enumerate(names)]


def astropy_votable(file):
    from astropy.io.votable import parse

    table = parse(file, verify="warn").get_first_table()
    return [
        {"name": field.name, "values": [plain(value) for value in table.array[field.ID]]} for field in table.fields
    ]


def astropy_fits(file):
    from astropy.io import fits
    from astropy.table import Table

    with fits.open(file) as opened:
        opened.verify("exception")
    return of_table(Table.read(file, format="fits", hdu=1))


def astropy_ecsv(file):
    from astropy.table import Table

    return of_table(Table.read(file, format="ascii.ecsv"))


def pyvo(address):
    from pyvo.dal import TAPService

    service, query = address.split(" ", 1)
    return of_table(TAPService(service).search(query).to_table())


def python_csv(file):
    with open(file, newline="", encoding="utf-8") as opened:
        names, *rows = csv.reader(opened)
    return of_rows(names, rows)


def python_json(file):
    with open(file, encoding="utf-8") as opened:
        document = json.load(opened, parse_constant=reject)
    data = document["data"]
    if isinstance(data, dict):
        return [{"name": name, "values": [plain(value) for value in values]} for name, values in data.items()]
    return of_rows([column["name"] for column in document["metadata"]], data)


def reject(word):
    raise ValueError(f"{word} is not JSON")


class Cells(html.parser.HTMLParser):
    """The texts of the cells of the table, those of each row together; TDs that nothing closes end where the next begins."""

    def __init__(self):
        super().__init__()
        self.rows = []
        self.open = False

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        self.open = tag in ("td", "th") or (self.open and tag == "br")
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.open = False

    def handle_data(self, text):
        if self.open:
            self.rows[-1][-1] += text


def python_html(file):
    with open(file, newline="", encoding="utf-8") as opened:
        cells = Cells()
        cells.feed(opened.read())
    names, *rows = cells.rows
    # The line end of the source behind the last cell of a row is no part of it.
    return of_rows(names, [row[:-1] + [row[-1].removesuffix("\n")] for row in rows])


def h5py(file):
    import h5py

    with h5py.File(file, "r") as opened:
        return [{"name": name, "values": h5py_values(h5py, opened, name)} for name in opened["data"]]


def h5py_values(h5py, file, name):
    data = file["data"][name]
    stored = data.asstr()[()] if h5py.check_string_dtype(data.dtype) else data[()]
    hidden = file[data.attrs["null"]][()] if "null" in data.attrs else None
    if "start" not in data.attrs:
        if hidden is None:
            return [plain(value) for value in stored]
        return [
            None if numpy.all(none) else plain(numpy.ma.MaskedArray(value, none) if numpy.ndim(value) else value)
            for value, none in zip(stored, hidden)
        ]
    start = file[data.attrs["start"]][()]
    missing = file[data.attrs["null_elements"]][()] if "null_elements" in data.attrs else numpy.zeros(stored.shape, bool)
    items = numpy.ma.MaskedArray(stored, missing)
    rows = zip(start[:-1], start[1:], numpy.zeros(len(start) - 1) if hidden is None else hidden)
    return [None if none else plain(items[begin:end]) for begin, end, none in rows]


READERS = {
    reader.__name__: reader
    for reader in (astropy_votable, astropy_fits, astropy_ecsv, pyvo, python_csv, python_json, python_html, h5py)
}


def read(reader, file):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            columns = READERS[reader](file)
        except Exception:  # what a user would see
            return {"error": traceback.format_exc()}
    told = [str(one.message) for one in caught if not issubclass(one.category, (ResourceWarning, DeprecationWarning))]
    return {"columns": columns, "warnings": told}


print(json.dumps({task: read(*task.split("=", 1)) for task in sys.argv[1:]}))
