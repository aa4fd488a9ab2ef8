"""How our scripts run beside others' engines: recorded behaviour played back, node by node."""
