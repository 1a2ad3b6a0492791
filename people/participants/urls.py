from people.participants import urls_staff

app_name = "participants"

urlpatterns = [*urls_staff.patterns]
