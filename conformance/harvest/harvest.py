"""Harvests a registry by OAI-PMH 2.0 as other registries do, with Python's standard library alone.

Usage: harvest.py REGISTRY STATE [--prefix ivo_vor] [--set ivo_managed] [--parts N] [--post] [--keep FOLDER]

STATE is a file of JSON with what was harvested so far. Without it everything is harvested; with it, what changed since;
and where the last run was broken off (after N parts), the list is resumed. Prints what this run got, as one JSON object.
With --keep each document is kept in a folder, for a schema to judge.
"""
import argparse
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as tree

OAI = "{http://www.openarchives.org/OAI/2.0/}"


class Registry:
    def __init__(self, url, post, folder):
        self.url, self.post, self.folder, self.asked = url, post, folder, 0

    def ask(self, **arguments):
        """The document that answers; comes again where the registry asks for that."""
        query = urllib.parse.urlencode(arguments)
        for _ in range(10):
            try:
                if self.post:
                    answer = urllib.request.urlopen(self.url, query.encode(), timeout=120)
                else:
                    answer = urllib.request.urlopen(f"{self.url}?{query}", timeout=120)
                break
            except urllib.error.HTTPError as error:
                if error.code != 503:
                    raise
                time.sleep(float(error.headers.get("Retry-After", 1)))
        else:
            raise SystemExit("the registry was unavailable ten times")
        media_type = answer.headers.get_content_type()
        if media_type != "text/xml":
            raise SystemExit(f"{media_type} is not the media type of OAI-PMH")
        text = answer.read()
        self.asked += 1
        if self.folder:
            with open(os.path.join(self.folder, f"{self.asked:03}-{arguments['verb']}.xml"), "wb") as file:
                file.write(text)
        return tree.fromstring(text)


def read_header(header):
    return {
        "identifier": header.findtext(OAI + "identifier"),
        "datestamp": header.findtext(OAI + "datestamp"),
        "sets": [element.text for element in header.findall(OAI + "setSpec")],
        "deleted": header.get("status") == "deleted",
    }


def read_record(record):
    facts = read_header(record.find(OAI + "header"))
    metadata = record.find(OAI + "metadata")
    facts["metadata"] = None if metadata is None else tree.tostring(metadata[0], encoding="unicode")
    if metadata is not None:
        facts["titles"] = [element.text for element in metadata[0].iter() if element.tag.rpartition("}")[2] == "title"][:1]
        facts["own"] = [element.text for element in metadata[0].iter() if element.tag.rpartition("}")[2] == "identifier"]
        facts["updated"] = metadata[0].get("updated")
    return facts


def errors_of(document):
    return [element.get("code") for element in document.findall(OAI + "error")]


def harvest(registry, state, prefix, set_spec, parts):
    """Goes through one list, or as many parts of it; what it got is in the state, so that it can go on later."""
    run = {"parts": 0, "got": [], "errors": [], "finished": False}
    while parts is None or run["parts"] < parts:
        if state.get("token"):
            document = registry.ask(verb="ListRecords", resumptionToken=state["token"])
        else:
            arguments = {"verb": "ListRecords", "metadataPrefix": prefix}
            if set_spec:
                arguments["set"] = set_spec
            if state.get("since"):
                arguments["from"] = state["since"]
            document = registry.ask(**arguments)
            # What changes from now on will come with the next harvest, whatever comes with this one.
            state["next"] = document.findtext(OAI + "responseDate")
        run["parts"] += 1
        run["errors"] = errors_of(document)
        if run["errors"] not in ([], ["noRecordsMatch"]):
            break
        for element in document.iter(OAI + "record"):
            record = read_record(element)
            state["records"][record["identifier"]] = record
            run["got"].append(record["identifier"])
        state["token"] = (document.findtext(f".//{OAI}resumptionToken") or "").strip() or None
        if state["token"] is None:
            state["since"] = state.pop("next")
            run["finished"] = True
            break
    return run


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("registry")
    parser.add_argument("state")
    parser.add_argument("--prefix", default="ivo_vor")
    parser.add_argument("--set")
    parser.add_argument("--parts", type=int)
    parser.add_argument("--post", action="store_true")
    parser.add_argument("--keep")
    options = parser.parse_args()
    state = {"records": {}}
    if os.path.exists(options.state):
        with open(options.state, encoding="utf-8") as file:
            state = json.load(file)
    registry = Registry(options.registry, options.post, options.keep)
    identify = registry.ask(verb="Identify")
    run = harvest(registry, state, options.prefix, options.set, options.parts)
    identifiers = registry.ask(verb="ListIdentifiers", metadataPrefix=options.prefix)
    run["base"] = identify.findtext(f".//{OAI}baseURL")
    run["headers"] = len(list(identifiers.iter(OAI + "header")))
    with open(options.state, "w", encoding="utf-8") as file:
        json.dump(state, file)
    print(json.dumps(run))


main()
