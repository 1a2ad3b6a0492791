app_name = "pool"

urlpatterns: list[object] = []
