"""The room without windows where files of strangers are taken apart: a child process, imported nowhere else.

It knows no Django, no setting and no database. ``limits.seal`` closes it before the first byte is read.
"""
