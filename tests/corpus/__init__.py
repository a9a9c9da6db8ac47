"""What people, machines and robots send, through every form and address that anybody can reach."""
