"""Serves the cases of the Autobahn test suite to a client, and writes the suite's own report when the client says that it is done.

With an argument, a case of the categories 12 and 13 sends so many bytes at most, instead of 1,000 messages of any size.
"""

import asyncio
import json
import pathlib
import sys

from kosoku import FailureError, run_fuzzingserver
from kosoku._report import write_reports
from kosoku.cases import CASES

FEWEST_MESSAGES = 2


def shorten(bytes_a_case):
    for case_id, case in CASES.items():
        if case_id.startswith(("12.", "13.")):
            case.COUNT = max(FEWEST_MESSAGES, min(case.COUNT, bytes_a_case // case.LEN))


async def main():
    if len(sys.argv) > 1:
        shorten(int(sys.argv[1]))
    pathlib.Path("cases").write_text("".join(case_id + "\n" for case_id in CASES))
    async with run_fuzzingserver(port=0) as server:
        url = f"ws://{server.address}:{server.port}"
        print(json.dumps({"autobahn": url}, separators=(",", ":")), flush=True)
        try:
            results = await server.get_result()
        except FailureError as failure:
            results = failure.results
    write_reports(results, "report")


asyncio.run(main())
