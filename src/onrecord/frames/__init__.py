"""Results and tables in the forms of other libraries, one module a library.

    from onrecord.frames.pandas import to_pandas
    from onrecord.frames.polars import to_polars
    from onrecord.frames.arviz import to_arviz

Each library is an extra of the same name; without it the function names the way out. None is
imported here: whoever wants pandas does not wait for the others.
"""
