"""Prints an ECSV file as astropy reads it: JSON with the columns, their values, and the file's own words."""

import json
import sys

import numpy as np
from astropy.table import Table


def plain(value):
    if value is np.ma.masked:
        return None
    if isinstance(value, np.ndarray):
        # A masked array is one whose elements may be NULL; all of them are where the cell is.
        return [plain(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return str(float(value))
    if isinstance(value, (int, np.integer)) and not isinstance(value, (bool, np.bool_)):
        return str(int(value))
    return value.item() if isinstance(value, np.generic) else value


table = Table.read(sys.argv[1], format="ascii.ecsv")
columns = [
    {
        "name": name,
        "dtype": str(table[name].dtype),
        "unit": str(table[name].unit),
        "description": table[name].description,
        "meta": dict(table[name].meta),
        "values": [plain(value) for value in table[name]],
    }
    for name in table.colnames
]
json.dump({"columns": columns, "meta": dict(table.meta)}, sys.stdout)
