"""SciPy's sparse full matching: a column for each place, and one for each candidate to be left out in."""

import json
import sys
import time

import numpy
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

for line in sys.stdin:
    problem = json.loads(line)
    number, edges = problem["candidates"], problem["edges"]
    before = time.process_time()
    first, owner = [], []
    for host, places in enumerate(problem["places"]):
        first.append(len(owner))
        owner += [host] * places
    # Costs above nought: a sparse matrix takes nought for nothing.
    above = 1 + max((value for _candidate, _host, value in edges), default=0)
    rows, columns, costs = list(range(number)), [len(owner) + one for one in range(number)], [above] * number
    for candidate, host, value in edges:
        for place in range(problem["places"][host]):
            rows.append(candidate)
            columns.append(first[host] + place)
            costs.append(above - value)
    costs = numpy.array(costs, dtype=float)
    matrix = csr_array((costs, (rows, columns)), shape=(number, len(owner) + number))
    matched = min_weight_full_bipartite_matching(matrix)
    seconds = time.process_time() - before
    pairs = [[int(row), owner[column]] for row, column in zip(*matched, strict=True) if column < len(owner)]
    values = {(candidate, host): value for candidate, host, value in edges}
    print(json.dumps({"value": sum(values[row, host] for row, host in pairs), "cpu_s": seconds, "pairs": pairs}))
