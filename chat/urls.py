from django.urls import path

from accounts.private_views import PrivateViews

views = PrivateViews("chat.views")

urlpatterns = [
    path("", views.index, name="chat"),
    path("<str:conversation_id>/", views.conversation, name="conversation"),
    path("<str:conversation_id>/messages/", views.send, name="send-message"),
    path("<str:conversation_id>/create/", views.create_invoice, name="create-invoice"),
    path("<str:conversation_id>/rename/", views.rename, name="rename-conversation"),
    path("<str:conversation_id>/delete/", views.delete, name="delete-conversation"),
]
