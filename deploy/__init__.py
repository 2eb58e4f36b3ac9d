"""What runs Knowbound for real: entry points, instance configuration, the reference trainer."""
