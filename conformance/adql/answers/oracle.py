#!/usr/bin/env python3
"""Computes the expected answers of the *.case files beside it, with nothing of Almagest's own.

The data files are read with astropy and plain Python into SQLite, and each case's statement for SQLite, written by hand, is run there.
Geometry is astropy's; what SQLite lacks of mathematics is Python's. A case without such a statement uses its ADQL as it stands.

    python3 conformance/adql/answers/oracle.py DATA [name.case ...]

DATA is the folder of data files. Writes the part behind `-- answer` of every case (or of those named): one row a line, as a JSON array.
"""

import csv
import gzip
import json
import math
import pathlib
import sqlite3
import sys
import warnings

import numpy
from astropy.coordinates import angular_separation
from astropy.table import Table

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parents[2]


# ---- tables

def single(value):
    """The number as a column of type float holds it."""
    return float(numpy.float32(value))


def words(path, skip=1):
    opened = gzip.open(path, "rt") if path.suffix == ".gz" else open(path)
    with opened as lines:
        rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return rows[skip:]


def antares_events(data):
    with open(PROJECT / "resource-descriptors/antares/antares-2007-2017-first-11.txt") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines][2:]
    return "event_id ra dec n_hits beta mjd", [
        (number, float(ra), float(dec), int(hits), single(beta), float(mjd))
        for number, (dec, ra, hits, beta, mjd) in enumerate(rows, 1)
    ]


def icecube_txs0506(data):
    rows = []
    for sample in "IC40 IC59 IC79 IC86a IC86b IC86c".split():
        for number, (mjd, ra, dec, unc, log_e) in enumerate(words(data / f"icecube-txs0506/events_{sample}.txt"), 1):
            name = f"{sample}-{number}"
            rows.append((name, sample, float(mjd), float(ra), float(dec), single(unc), single(log_e)))
    return "event_id sample mjd ra dec unc log_e", rows


def icecube_ic86(data):
    rows = []
    for hemisphere in "up", "down":
        path = data / f"icecube-ic86-2011/{hemisphere}going_events.txt.gz"
        for number, (mjd, log_e, error, ra, dec) in enumerate(words(path), 1):
            name = f"{hemisphere}-{number}"
            rows.append((name, int(mjd), single(log_e), single(error), float(ra), float(dec), hemisphere))
    return "event_id mjd_day log_e ang_err ra dec hemisphere", rows


def auger_uhecr2014(data):
    rows = words(data / "auger-2014/Auger.txt", skip=0)
    rows = [row for row in rows if row[0].isdigit()]
    return "event_id event_year event_doy theta energy ra dec glon glat", [
        (number, int(year), int(day), single(theta), single(energy), *map(float, position))
        for number, (year, day, theta, energy, *position) in enumerate(rows, 1)
    ]


def gw_ogc4(data):
    with open(data / "gw-4ogc/PEtable.txt") as lines:
        names = next(lines).lstrip("# ").split()
        estimates = {row[0]: row[1:] for row in csv.reader(lines)}
    renamed = [name.replace("distance", "lum_distance") for name in names[1:]]
    number = lambda text: None if text in ("", "nan", "-1.0", "-1") else float(text)
    plain = lambda text: None if text in ("", "nan") else float(text)
    rows = []
    for index, name, gps, obs, triggered, *figures in words(data / "gw-4ogc/4OGC_top.txt", skip=0):
        rows.append((name, int(index), float(gps), obs, triggered, *map(number, figures), *map(plain, estimates[name])))
    return f"name event_number gps obs triggered pastro ifar snr_h snr_l snr_v {' '.join(renamed)}", rows


def fits(path, hdu=1, renames={}, singles=(), empty_is_null=(), infinite_is_null=(), zero_is_null=(), minus_one_is_null=()):
    def read(data):
        table = Table.read(data / path, hdu=hdu)
        names, columns = [], []
        for original in table.colnames:
            if len(table[original].shape) > 1:
                continue
            name = renames.get(original, original.lower().replace("-", "_"))
            values = table[original].tolist()
            if table[original].dtype.kind == "S":
                values = [value.decode().rstrip(" \0") if isinstance(value, bytes) else (value or "").rstrip() for value in values]
            if name in singles:
                values = [single(value) for value in values]
            if name in empty_is_null:
                values = [value or None for value in values]
            if name in infinite_is_null:
                values = [None if value == -math.inf else value for value in values]
            if name in zero_is_null:
                values = [value or None for value in values]
            if name in minus_one_is_null:
                values = [None if value == -1 else value for value in values]
            names.append(name)
            columns.append(values)
        return " ".join(f'"{name}"' for name in names), list(zip(*columns))

    return read


POSITION = {"RAJ2000": "ra", "DEJ2000": "dec"}

TABLES = {
    "antares.events": antares_events,
    "icecube.txs0506": icecube_txs0506,
    "icecube.ic86": icecube_ic86,
    "auger.uhecr2014": auger_uhecr2014,
    "gw.ogc4": gw_ogc4,
    "fermi.fgl4": fits(
        "fermi-4fgl-dr2/4fgl-dr2.fits.gz",
        renames={**POSITION, "DataRelease": "data_release"},
        empty_is_null="extended_source_name assoc_fgl assoc_fhl assoc_gam1 assoc_gam2 assoc_gam3 tevcat_flag assoc_tev class1 class2 assoc1 assoc2".split(),
        infinite_is_null="variability_index signif_peak flux_peak unc_flux_peak time_peak peak_interval".split(),
    ),
    "fermi.lac4": fits(
        "fermi-4lac/table_4LAC_h.fits.gz",
        renames=POSITION,
        empty_is_null="vlbi_counterpart gaia_counterpart sed_class".split(),
        infinite_is_null="assoc_prob_bay redshift highest_energy".split(),
        zero_is_null="nu_syn nufnu_syn".split(),
    ),
    "hess.obs_index": fits("hess-dl3-dr1/obs-index.fits.gz"),
    "hess.hdu_index": fits("hess-dl3-dr1/hdu-index.fits.gz"),
    "hess.hgps": fits(
        "hgps/hgps_catalog_v1.fits.gz",
        hdu="HGPS_SOURCES",
        renames={**POSITION, "Size": "source_size", "Size_Err": "source_size_err", "Size_UL": "source_size_ul"},
        empty_is_null="identified_object gamma_cat_source_id components".split(),
        minus_one_is_null=["roi_number"],
    ),
    "tycho2.stars": fits("load-tycho2/tycho2-bright-363k.fits.gz", singles=["vtmag"]),
}


def array(data, table, column, where, equals):
    """One array of a FITS file as a JSON text: SQLite has no arrays."""
    path = {"fermi.fgl4": "fermi-4fgl-dr2/4fgl-dr2.fits.gz"}[table]
    rows = Table.read(data / path, hdu=1)
    row = rows[[value.strip() == equals for value in rows[where].astype(str)]][0]
    return json.dumps(["NaN" if math.isnan(value) else float(value) for value in numpy.asarray(row[column]).ravel()])


# ---- functions

def null_in_null_out(function):
    return lambda *values: None if None in values else function(*values)


def separation(*degrees):
    lon1, lat1, lon2, lat2 = map(math.radians, degrees)
    return math.degrees(angular_separation(lon1, lat1, lon2, lat2))


def or_null(function):
    """ADQL leaves open what a function gives outside of its domain; here that is NULL."""
    def safe(*values):
        try:
            return function(*values)
        except (ValueError, ZeroDivisionError):
            return None
    return safe


def half_away(value, places=0):
    scaled = abs(value) * 10**places
    whole = math.floor(scaled + 0.5)
    return math.copysign(whole / 10**places, value)


FUNCTIONS = {
    "separation": separation,
    "half_away": half_away,
    "ln": or_null(math.log), "log10": or_null(math.log10), "sqrt": or_null(math.sqrt),
    "asin": or_null(math.asin), "acos": or_null(math.acos), "atan2": math.atan2,
    "power": or_null(math.pow), "fmod": or_null(math.fmod), "cot": or_null(lambda x: 1 / math.tan(x)),
    "single": single, "rint": round, "trunc_to": lambda x, n: math.trunc(x * 10**n) / 10**n,
}


def open_database(data):
    warnings.simplefilter("ignore")
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA case_sensitive_like = ON")
    for schema in sorted({name.split(".")[0] for name in TABLES}):
        database.execute(f"ATTACH ':memory:' AS {schema}")
    for name, read in TABLES.items():
        columns, rows = read(data)
        columns = columns.split()
        database.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)
    for name, function in FUNCTIONS.items():
        database.create_function(name, -1, null_in_null_out(function), deterministic=True)
    database.create_function("fits_array", 4, lambda *key: array(data, *key))
    return database


# ---- cases

def answer(database, case):
    head = case.read_text().split("\n-- answer\n")[0]
    query, _, own = head.partition("\n-- oracle\n")
    rows = database.execute(own.strip() or query.strip()).fetchall()
    lines = [json.dumps([json.loads(value) if isinstance(value, str) and value.startswith("[") else value for value in row], ensure_ascii=False) for row in rows]
    case.write_text("\n".join([head.rstrip("\n"), "-- answer", *lines]) + "\n")
    return rows


def main():
    data = pathlib.Path(sys.argv[1])
    cases = [HERE / name for name in sys.argv[2:]] or sorted(HERE.glob("**/*.case"))
    database = open_database(data)
    for case in cases:
        try:
            rows = answer(database, case)
        except sqlite3.Error as error:
            sys.exit(f"{case.name}: {error}")
        if len(rows) > 40:
            print(f"{case.name}: {len(rows)} rows are many for a file of the project", file=sys.stderr)


if __name__ == "__main__":
    main()
