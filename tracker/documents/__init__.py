"""Bytes to Document: formats, the damage gauge, and repair of OCR damage with offsets kept."""
