"""The caseworker's pages that gather from several rooms."""
