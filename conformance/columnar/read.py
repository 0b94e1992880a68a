"""Reads an HDF5 result with h5py and prints its columns as JSON: an independent reader."""

import json
import sys

import h5py
import numpy

file = h5py.File(sys.argv[1], "r")


def plain(value, hidden=False):
    """A value as JSON can hold it: NULL as null, numbers as text, so that all their digits arrive."""
    if isinstance(value, numpy.ndarray):
        hidden = numpy.broadcast_to(hidden, value.shape)
        return [plain(item, no) for item, no in zip(value.flat, hidden.flat)]
    if hidden:
        return None
    return repr(value.item()) if isinstance(value, numpy.generic) else value


def values(name):
    """The values of a column, its NULLs as None, arrays flat."""
    data = file["data"][name]
    stored = data.asstr()[()] if h5py.check_string_dtype(data.dtype) else data[()]
    hidden = file[data.attrs["null"]][()] if "null" in data.attrs else numpy.zeros(stored.shape)
    if "start" not in data.attrs:
        nulls = [bool(numpy.all(row)) for row in hidden] if stored.ndim > 1 else hidden
        rows = zip(stored, hidden, nulls)
        return [None if null else plain(row, no) for row, no, null in rows]
    start = file[data.attrs["start"]][()]
    missing = file[data.attrs["null_elements"]][()] if "null_elements" in data.attrs else numpy.zeros(stored.shape)
    hidden = hidden if "null" in data.attrs else numpy.zeros(len(start) - 1)
    return [
        None if null else plain(stored[begin:end], missing[begin:end])
        for begin, end, null in zip(start[:-1], start[1:], hidden)
    ]


columns = [{"name": name, "values": values(name)} for name in file["data"]]
described = {name: dict(file["data"][name].attrs) for name in file["data"]}
print(json.dumps({"columns": columns, "described": described, "votable": file["votable"].asstr()[()]}))
