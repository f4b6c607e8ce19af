from django.urls import path

from chat import api

urlpatterns = [
    path("conversations/", api.ConversationList.as_view()),
    path("conversations/<str:conversation_id>/", api.ConversationDetail.as_view()),
    path("conversations/<str:conversation_id>/messages/", api.MessageList.as_view()),
    path("usage/", api.Usage.as_view()),
]
