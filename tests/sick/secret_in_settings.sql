-- names: shop_app.payment.api_key
-- Everyone may read it there; a reference to a file is no secret.
alter role shop_app set payment.api_key = 'sk-0123456789';
alter role shop_app set mail.api_key = 'file:/etc/mail.key';
