"""The document: libvirt network XML, read safely and edited without touching what is not ours."""
