"""Reads a FITS table with astropy, strictly, and prints its columns as JSON: an independent reader."""

import json
import sys
import warnings

import numpy
from astropy.io import fits
from astropy.table import Table


def plain(value):
    """A value as JSON can hold it: NULL as null, what JSON lacks as text."""
    if value is numpy.ma.masked:
        return None
    if isinstance(value, numpy.ma.MaskedArray):
        return [None if hidden else plain(item) for item, hidden in zip(value.data.flat, numpy.ma.getmaskarray(value).flat)]
    if isinstance(value, numpy.ndarray):
        return [plain(item) for item in value.flat]
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, numpy.bool_):
        return bool(value)
    if isinstance(value, numpy.integer):
        return str(int(value))
    if isinstance(value, numpy.floating):
        return None if numpy.isnan(value) else repr(float(value))
    return value


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    with fits.open(sys.argv[1]) as file:
        file.verify("exception")
        header = {key: value for key, value in file[1].header.items() if key != "COMMENT"}
    table = Table.read(sys.argv[1], hdu=1)
    columns = [{"name": name, "values": [plain(value) for value in table[name]]} for name in table.colnames]
    told = [str(one.message) for one in caught if one.category is not ResourceWarning]
print(json.dumps({"columns": columns, "header": header, "warnings": told}))
