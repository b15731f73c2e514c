"""What was agreed with customers about open items: promises, disputes, plans, resubmissions."""
