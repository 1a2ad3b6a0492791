from people.participants import urls_person, urls_staff

app_name = "participants"

urlpatterns = [*urls_person.patterns, *urls_staff.patterns]
