"""Asks cone searches and TAP for the same cones, as JSON: cone.py SITE FILE, where FILE holds [[table, id, ra, dec, radius], ...]."""
import json
import sys
import warnings

import pyvo

warnings.simplefilter("ignore")
site, file = sys.argv[1:]
tap = pyvo.dal.TAPService(f"{site}/tap")
answers = []
with open(file) as cones:
    for table, name, ra, dec, radius in json.load(cones):
        found = pyvo.dal.conesearch(f"{site}/scs/{table}?", (ra, dec), radius, verbosity=1)
        asked = tap.search(
            f"SELECT CAST({name} AS VARCHAR) AS id FROM {table} WHERE DISTANCE(ra, dec, {ra!r}, {dec!r}) <= {radius!r}",
            maxrec=1_000_000,
        )
        answers.append({
            "cone": sorted(str(row[found.fieldname_with_ucd("ID_MAIN")]) for row in found),
            "tap": sorted(str(row["id"]) for row in asked),
        })
json.dump(answers, sys.stdout)
