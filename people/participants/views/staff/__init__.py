"""What caseworkers do with a file, and coordinators with the intake. The file's own page is the caseworker's desk."""
