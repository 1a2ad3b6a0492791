"""Between rows and the engine: requests and offers as profiles, pairs that may not be, how many hosts a request reaches.

``candidates.candidate_profiles``, ``candidates.ready_requests``, ``candidates.people_of``; ``hosts.host_profiles``,
``hosts.open_offers``; ``apart.apart`` with the registries ``apart.excluded`` and ``apart.failed``; ``words.weights_of``.

Above offers and requests, below proposals and rounds. It has no rows of its own and changes nothing. Each function costs the
same number of queries whatever the number of rows.
"""
