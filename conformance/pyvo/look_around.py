"""Looks at a TAP service through pyvo: what it says of itself, its tables, its examples, its limits, its errors.

Usage: look_around.py SERVICE; prints one JSON object.
"""
import json
import sys

import pyvo


def error_of(service, adql):
    try:
        service.run_sync(adql)
    except pyvo.dal.DALQueryError as error:
        return str(error)
    return None


def job_life(service):
    """A job from its creation to its deletion."""
    job = service.submit_job("SELECT TOP 3 * FROM TAP_SCHEMA.columns")
    phases = [job.phase]
    job.run()
    job.wait(phases=["COMPLETED", "ERROR"], timeout=60)
    phases.append(job.phase)
    rows = len(job.fetch_result())
    job.delete()
    return {"phases": phases, "rows": rows}


def overflow(service):
    """How a result says that rows are missing."""
    result = service.run_sync("SELECT * FROM TAP_SCHEMA.columns", maxrec=2)
    infos = [info for resource in result.votable.resources for info in resource.infos]
    return {"rows": len(result), "status": [info.value for info in infos if info.name == "QUERY_STATUS"]}


def main(url):
    service = pyvo.dal.TAPService(url)
    tables = service.tables
    columns = {
        name: [[c.name, str(c.datatype.content) if c.datatype else None, c.unit, c.ucd] for c in tables[name].columns]
        for name in tables.keys()
    }
    json.dump(
        {
            "available": service.available,
            "maxrec": service.maxrec,
            "hardlimit": service.hardlimit,
            "tables": {name: tables[name].description for name in tables.keys()},
            "columns": columns,
            "examples": [example["QUERY"] for example in service.examples],
            "capabilities": [c.standardid for c in service.capabilities],
            "error": error_of(service, "SELECT nonsense FROM antares.events"),
            "job": job_life(service),
            "overflow": overflow(service),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(sys.argv[1])
