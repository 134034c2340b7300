"""The pages: one table of routes, deny by default, server-rendered, working without JavaScript."""
