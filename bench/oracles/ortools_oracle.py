"""OR-Tools' min-cost flow: whole numbers throughout."""

import json
import sys
import time

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

for line in sys.stdin:
    problem = json.loads(line)
    number, edges, places = problem["candidates"], problem["edges"], problem["places"]
    before = time.process_time()
    flow = SimpleMinCostFlow()
    sink = number + len(places)
    for candidate in range(number):
        flow.set_node_supply(candidate, 1)
        flow.add_arc_with_capacity_and_unit_cost(candidate, sink, 1, 0)
    pairs = [
        (flow.add_arc_with_capacity_and_unit_cost(candidate, number + host, 1, -value), candidate, host)
        for candidate, host, value in edges
    ]
    for host, each in enumerate(places):
        flow.add_arc_with_capacity_and_unit_cost(number + host, sink, each, 0)
    flow.set_node_supply(sink, -number)
    status = flow.solve()
    assert status == flow.OPTIMAL, status
    seconds = time.process_time() - before
    found = [[candidate, host] for arc, candidate, host in pairs if flow.flow(arc)]
    print(json.dumps({"value": -flow.optimal_cost(), "cpu_s": seconds, "pairs": found}))
