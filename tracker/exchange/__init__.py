"""The open format: a folder with a manifest, and per noun one file of JSON lines and one table with the same columns.

What is written is read back without loss, the table too, though its cells are safe to open in a spreadsheet.
"""
