"""What a person and their caseworker do together: plan, appointments, referrals, notes and tasks."""
