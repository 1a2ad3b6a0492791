"""Pages of rounds: lists, boards, pairs, decisions, figures by group."""
