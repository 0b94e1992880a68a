"""Searches a TAP service with RegTAP's tables as a registry, through pyvo.

Usage: registry.py SERVICE; prints one JSON object: for each question the identifiers found.
"""
import json
import os
import sys

# pyvo reads it when it is imported.
os.environ["IVOA_REGISTRY"] = sys.argv[1]

import pyvo  # noqa: E402
from pyvo.registry import regtap  # noqa: E402

QUERIES = {
    # As pyvo.registry.search of later versions asks, which knows more constraints than Debian's.
    "ucd": "SELECT DISTINCT ivoid FROM rr.table_column WHERE ucd LIKE 'pos.eq.ra%'",
    "ucd and word": """
        SELECT DISTINCT ivoid, res_title, ivo_string_agg(COALESCE(access_url, ''), ' ') AS urls
        FROM rr.resource NATURAL LEFT OUTER JOIN rr.capability NATURAL LEFT OUTER JOIN rr.interface
        WHERE ivoid IN (SELECT DISTINCT ivoid FROM rr.table_column WHERE ucd LIKE 'phot.flux%')
          AND 1 = ivo_hasword(res_description, 'fermi') GROUP BY ivoid, res_title""",
    "position": "SELECT ivoid FROM rr.stc_spatial WHERE 1 = CONTAINS(POINT(83.63, 22.01), coverage)",
    "region": "SELECT ivoid FROM rr.stc_spatial WHERE 1 = INTERSECTS(CIRCLE(83.63, 22.01, 1), coverage)",
    "time": "SELECT ivoid FROM rr.stc_temporal WHERE 1 = ivo_interval_overlaps(time_start, time_end, 57200, 57300)",
    "energy": "SELECT ivoid FROM rr.stc_spectral WHERE 1.6e-7 BETWEEN spectral_start AND spectral_end",
    "all three": """
        SELECT ivoid FROM rr.stc_spatial NATURAL JOIN rr.stc_temporal NATURAL JOIN rr.stc_spectral
        WHERE 1 = INTERSECTS(CIRCLE(83.63, 22.01, 1), coverage)
          AND 1 = ivo_interval_overlaps(time_start, time_end, 54000, 54010)
          AND 1.6e-7 BETWEEN spectral_start AND spectral_end""",
    "doi": "SELECT DISTINCT ivoid FROM rr.alt_identifier WHERE alt_identifier ILIKE 'doi:10.%'",
    "creator": "SELECT DISTINCT ivoid FROM rr.res_role WHERE base_role = 'creator' AND role_name ILIKE '%icecube%'",
    "served by": "SELECT ivoid FROM rr.relationship WHERE relationship_type = 'isservedby' AND related_id LIKE 'ivo://%/tap'",
}

SEARCHES = {
    "keyword": {"keywords": "neutrino", "includeaux": True},
    "keywords": {"keywords": ["neutrino", "gamma-ray"], "includeaux": True},
    "waveband": {"waveband": "gamma-ray", "includeaux": True},
    "messenger": {"waveband": "neutrino", "includeaux": True},
    "cone searches": {"keywords": "neutrino", "servicetype": "conesearch"},
    "services": {"keywords": "almagest", "servicetype": "tap"},
}


def main():
    found = {name: sorted({record.ivoid for record in pyvo.registry.search(**words)}) for name, words in SEARCHES.items()}
    service = pyvo.dal.TAPService(regtap.REGISTRY_BASEURL)
    for name, query in QUERIES.items():
        found[name] = sorted({str(row["ivoid"]) for row in service.search(query)})
    # From a record to its service, and on to rows.
    cones = pyvo.registry.search(keywords="icecube", servicetype="conesearch")
    found["rows of a cone search"] = max(len(cone.service.search(pos=(77.36, 5.69), radius=1.0)) for cone in cones)
    tap = regtap.ivoid2service(found["services"][0], "tap")
    found["tables of the service"] = len(tap.search("SELECT table_name FROM TAP_SCHEMA.tables"))
    print(json.dumps(found))


main()
