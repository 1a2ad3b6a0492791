app_name = "my_space"

urlpatterns: list[object] = []
