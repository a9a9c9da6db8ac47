"""What people entrust to a centre stands in the columns that are for it, and nowhere else."""
