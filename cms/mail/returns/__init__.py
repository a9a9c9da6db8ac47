"""What comes back: reading reports of bounces and complaints, how they arrive, and whose delivery they mean."""
