"""Reads a VOTable with astropy and prints its columns as JSON: an independent reader, as strict as astropy can be."""

import json
import sys
import warnings

import numpy
from astropy.io.votable import parse
from astropy.io.votable.exceptions import VOWarning


def plain(value):
    """A value as JSON can hold it: NULL as null, what JSON lacks as text."""
    if value is numpy.ma.masked:
        return None
    if isinstance(value, (numpy.ndarray, list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, numpy.bool_):
        return bool(value)
    if isinstance(value, numpy.integer):
        return str(int(value))
    if isinstance(value, numpy.floating):
        return None if numpy.isnan(value) else repr(float(value))
    return value


def main(file):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", VOWarning)
        document = parse(file, verify="warn")
        resource = document.resources[0]
        table = resource.tables[0]
        columns = [
            {
                "name": field.name,
                "datatype": field.datatype,
                "values": [plain(value) for value in table.array[field.ID]],
            }
            for field in table.fields
        ]
    statuses = [info.value for info in resource.infos if info.name == "QUERY_STATUS"]
    warned = [str(warning.message) for warning in caught if issubclass(warning.category, VOWarning)]
    json.dump({"columns": columns, "statuses": statuses, "warnings": warned}, sys.stdout)


main(sys.argv[1])
