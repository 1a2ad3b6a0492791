app_name = "caseworker"

urlpatterns: list[object] = []
