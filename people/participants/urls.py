from people.participants import urls_person

app_name = "participants"

urlpatterns = [*urls_person.patterns]
