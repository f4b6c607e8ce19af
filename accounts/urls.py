from django.urls import path

from accounts.views import recovery, sign_in, sign_up

urlpatterns = [
    path("sign-up/", sign_up.sign_up, name="sign-up"),
    path("confirm/", sign_up.confirm, name="confirm"),
    path("confirm/send/", sign_up.send_code, name="send-code"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/password/", sign_in.first_password, name="first-password"),
    path("sign-in/code/", sign_in.second_factor_code, name="second-factor-code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("forgot-password/", recovery.forgot_password, name="forgot-password"),
    path("reset-password/", recovery.reset_password, name="reset-password"),
]
