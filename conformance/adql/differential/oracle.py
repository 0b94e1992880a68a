#!/usr/bin/env python3
"""Computes the expected answers of the *.case files beside it with two other engines, neither of them Almagest's.

Behind `-- pg_sphere` a case has the same question to a plain PostgreSQL with the extension pg_sphere, written by hand; behind `-- oracle`
the same for SQLite with functions of astropy, astropy-healpix and plain Python (see ../answers/oracle.py, which reads the data files for
both). A case with neither is asked of PostgreSQL as it stands. Debian: postgresql-15-pgsphere python3-astropy-healpix.

    conformance/with-postgresql.sh python3 conformance/adql/differential/oracle.py DATA [topic/name.case ...]

DATA is the folder of data files. Writes the part behind `-- answer`: one row a line, as a JSON array.
"""

import csv
import io
import json
import math
import os
import pathlib
import re
import sqlite3
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "answers"))

import functions  # noqa: E402
import oracle as plain  # noqa: E402

SERVER = os.environ["ALMAGEST_TEST_DATABASE_URL"]

# What makes the statements short. Degrees throughout.
HELP = """
CREATE FUNCTION pt(lon float8, lat float8) RETURNS spoint LANGUAGE sql IMMUTABLE AS 'SELECT spoint(radians(lon), radians(lat))';
CREATE FUNCTION sep(a float8, b float8, c float8, d float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT degrees(pt(a, b) <-> pt(c, d))';
CREATE FUNCTION cir(lon float8, lat float8, r float8) RETURNS scircle LANGUAGE sql IMMUTABLE AS 'SELECT scircle(pt(lon, lat), radians(r))';
CREATE FUNCTION pol(VARIADIC a float8[]) RETURNS spoly LANGUAGE sql IMMUTABLE AS $$
  SELECT ('{' || string_agg('(' || a[i] || 'd,' || a[i + 1] || 'd)', ',' ORDER BY i) || '}')::spoly
  FROM generate_series(1, array_length(a, 1), 2) AS i $$;
-- ADQL 2.1 sec 4.2.8: sides at right angles to the ends of a cross. About (0, 0) the corners lie at +-w/2 and atan(tan(h/2) cos(w/2)).
CREATE FUNCTION corner(lon float8, lat float8, l float8, b float8) RETURNS float8[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY[lon + atan2d(cosd(b) * sind(l), cosd(b) * cosd(l) * cosd(lat) - sind(b) * sind(lat)),
               asind(cosd(b) * cosd(l) * sind(lat) + sind(b) * cosd(lat))] $$;
CREATE FUNCTION box(lon float8, lat float8, w float8, h float8) RETURNS spoly LANGUAGE sql IMMUTABLE AS $$
  SELECT pol(VARIADIC corner(lon, lat, -w / 2, -b) || corner(lon, lat, w / 2, -b) || corner(lon, lat, w / 2, b) || corner(lon, lat, -w / 2, b))
  FROM (SELECT atand(tand(h / 2) * cosd(w / 2)) AS b) AS q $$;
CREATE FUNCTION sqdeg(steradian float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT steradian * power(180 / pi(), 2)';
CREATE FUNCTION power(a float8, b int) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.power(a, b::float8)';
"""


def pg_sphere():
    """The extension's own script. Debian's server 15.20 takes no operator for the commutator of two others (it says `<@`); without
    commutators and negators the answers are the same."""
    folder = subprocess.run(["pg_config", "--sharedir"], text=True, capture_output=True, check=True).stdout.strip()
    script = max(pathlib.Path(folder, "extension").glob("pg_sphere--?.?.?.sql")).read_text()
    script = re.sub(r",\s*(?:COMMUTATOR|NEGATOR)\s*=\s*(OPERATOR\([^)]*\)|'[^']*'|[^\s,)]+)", "", script, flags=re.I)
    script = re.sub(r"(?:COMMUTATOR|NEGATOR)\s*=\s*(OPERATOR\([^)]*\)|'[^']*'|[^\s,)]+)\s*,", "", script, flags=re.I)
    return re.sub(r"^\\echo.*$", "", script, flags=re.M).replace("MODULE_PATHNAME", "$libdir/pg_sphere")


def psql(script):
    run = subprocess.run(
        ["psql", SERVER, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"], input=script, text=True, capture_output=True
    )
    if run.returncode != 0:
        sys.exit(run.stderr)
    return run.stdout


def column_type(values):
    known = {type(value) for value in values if value is not None}
    if str in known:
        return "text"
    return "float8" if float in known else "bigint"


def load(data):
    script = io.StringIO()
    script.write(f"SET client_min_messages = error;\n{pg_sphere()}\n{HELP}")
    for name, read in plain.TABLES.items():
        names, rows = read(data)
        names = names.split()
        schema = name.split(".")[0]
        types = [column_type(values) for values in zip(*rows)]
        script.write(f"CREATE SCHEMA IF NOT EXISTS {schema};\nCREATE TABLE {name} (")
        script.write(", ".join(f"{column} {kind}" for column, kind in zip(names, types)))
        script.write(f");\nCOPY {name} FROM STDIN (FORMAT csv, NULL '@null');\n")
        clean = lambda value: "@null" if value is None or (isinstance(value, float) and math.isnan(value)) else value
        csv.writer(script, lineterminator="\n").writerows([clean(value) for value in row] for row in rows)
        script.write("\\.\n")
    psql(script.getvalue())


def ask_postgresql(queries):
    """All in one session; rows come as JSON objects, whose names may repeat."""
    asked = "".join(f"\\echo @@{name}\nSELECT row_to_json(q) FROM ({query}) AS q;\n" for name, query in queries)
    answers = re.split(r"^@@(.*)\n", psql(asked), flags=re.M)[1:]
    rows = lambda text: [[value for _, value in json.loads(line, object_pairs_hook=list)] for line in text.splitlines()]
    return {name: rows(text) for name, text in zip(answers[::2], answers[1::2])}


def ask_sqlite(database, query):
    listed = lambda value: json.loads(value) if isinstance(value, str) and value.startswith("[") else value
    return [[listed(value) for value in row] for row in database.execute(query).fetchall()]


def main():
    data = pathlib.Path(sys.argv[1])
    cases = [HERE / name for name in sys.argv[2:]] or sorted(HERE.glob("**/*.case"))
    heads = {case: case.read_text().split("\n-- answer\n")[0].rstrip("\n") for case in cases}
    load(data)
    answers = ask_postgresql(
        (case, head.split("\n-- pg_sphere\n")[-1].rstrip(";")) for case, head in heads.items() if "\n-- oracle\n" not in head
    )
    database = plain.open_database(data)
    functions.add_to(database)
    for case, head in heads.items():
        try:
            rows = answers[str(case)] if str(case) in answers else ask_sqlite(database, head.split("\n-- oracle\n")[-1])
        except sqlite3.Error as error:
            sys.exit(f"{case.name}: {error}")
        if len(rows) > 40:
            print(f"{case.name}: {len(rows)} rows are many for a file of the project", file=sys.stderr)
        case.write_text("\n".join([head, "-- answer", *(json.dumps(row, ensure_ascii=False) for row in rows)]) + "\n")


if __name__ == "__main__":
    main()
